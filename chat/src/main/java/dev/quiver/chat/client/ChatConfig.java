package dev.quiver.chat.client;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a client behaves.
 *
 * @param downloads where files that are accepted are written
 * @param presence how long it is thought to be here after its last sign
 * @param look how often it looks who is here, in a small company; in a large one less often
 * @param grace how long somebody must be unseen to have gone
 * @param shown how many messages are shown on joining a room, as far as the broker keeps them
 * @param file how long a short file that was accepted may take to come; long ones longer
 */
public record ChatConfig(
    Path downloads, Duration presence, Duration look, Duration grace, int shown, Duration file) {

  /** Whoever dies is told to have gone within 15 seconds; 50 messages on joining. */
  public static ChatConfig of(Path downloads) {
    return new ChatConfig(
        downloads,
        Duration.ofSeconds(6),
        Duration.ofSeconds(2),
        Duration.ofMillis(2_500),
        50,
        Duration.ofMinutes(1));
  }
}
