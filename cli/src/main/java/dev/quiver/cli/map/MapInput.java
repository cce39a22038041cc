package dev.quiver.cli.map;

/**
 * One input of the run.
 *
 * @param index its place, from 0
 * @param name as it was given, and so as it is shown; the path of a file if it can be one
 */
record MapInput(long index, String name) {}
