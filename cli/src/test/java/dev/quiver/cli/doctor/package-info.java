@NullMarked
package dev.quiver.cli.doctor;

import org.jspecify.annotations.NullMarked;
