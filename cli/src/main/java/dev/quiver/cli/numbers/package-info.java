/**
 * The commands of producer-consumer: {@code quiver produce}, {@code quiver consume}, and {@code
 * quiver demo numbers}, which runs both as processes of their own.
 */
@NullMarked
package dev.quiver.cli.numbers;

import org.jspecify.annotations.NullMarked;
