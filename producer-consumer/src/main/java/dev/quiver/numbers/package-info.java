/**
 * Numbers through a bounded queue: a producer process, a consumer process that tells even from odd,
 * and their logs. The smallest complete program on the platform.
 */
@NullMarked
package dev.quiver.numbers;

import org.jspecify.annotations.NullMarked;
