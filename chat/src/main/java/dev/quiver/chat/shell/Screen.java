package dev.quiver.chat.shell;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Heard;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.text.LineFault;
import java.util.List;
import java.util.Map;

/** Shows what is heard and what was asked for; called by several threads. */
interface Screen {

  void event(ChatEvent event);

  void history(RoomName room, List<Heard> words);

  void connected(List<Connected> connected);

  /**
   * The rooms that somebody is in.
   *
   * @param members how many are in each
   */
  void rooms(Map<RoomName, Integer> members, List<RoomName> own);

  /** A notice of the chat itself; {@code key} names its text. */
  void notice(String key, Object... args);

  /** Something that was not done. */
  void fault(LineFault fault);

  /** Something that failed, in its own words. */
  void failure(Exception failure);
}
