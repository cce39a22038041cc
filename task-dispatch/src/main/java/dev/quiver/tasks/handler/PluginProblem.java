package dev.quiver.tasks.handler;

import java.nio.file.Path;

/**
 * A plugin that could not be used; the others are not touched by it.
 *
 * @param plugin its jar, or its folder of jars
 * @param reason what is wrong with it and how to mend it
 */
public record PluginProblem(Path plugin, String reason) {}
