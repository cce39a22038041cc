/**
 * The menu {@code quiver task menu}, for people who would rather choose by number than type
 * commands: {@code TaskMenu} asks and tells, {@code BrokerDesk} does what was chosen, {@code
 * Prompt} is the keyboard, with its way to type what nobody is to see.
 */
@NullMarked
package dev.quiver.cli.menu;

import org.jspecify.annotations.NullMarked;
