/**
 * The two kinds of log: {@code consumer_log.txt} with a line for each number, and the central
 * {@code execution_log.txt} in which every process says what it does. Many processes append to one
 * file: each line is one write under a lock on the file. A file has one language.
 */
@NullMarked
package dev.quiver.numbers.log;

import org.jspecify.annotations.NullMarked;
