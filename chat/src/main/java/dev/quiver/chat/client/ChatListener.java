package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;

/** Hears what happens in the chat; one event at a time, on threads of the client. */
@FunctionalInterface
public interface ChatListener {

  /**
   * Something happened. A message is taken from the broker when this returns; if the process dies
   * before that it comes again. Whoever hears it does not come into rooms or leave them from here.
   */
  void heard(ChatEvent event);
}
