/**
 * The rules of chat, without a broker, a clock or a thread: which messages are doubles, when
 * somebody sends too much, who is here and who has gone, under which name a file may be written.
 */
@NullMarked
package dev.quiver.chat.core;

import org.jspecify.annotations.NullMarked;
