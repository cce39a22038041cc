package dev.quiver.cli.map;

import java.nio.file.Path;

/**
 * One input of the run.
 *
 * @param index its place, from 0
 * @param name as it was given, and so as it is shown
 * @param path where it is
 */
record MapInput(long index, String name, Path path) {}
