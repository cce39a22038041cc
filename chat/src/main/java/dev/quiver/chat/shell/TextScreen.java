package dev.quiver.chat.shell;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.Connected;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.text.LineFault;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lines for people. On a terminal what its user has just typed in a room is not shown again; in a
 * pipe all of it is, so that its output is the whole conversation.
 */
final class TextScreen implements Screen {

  private final Rendering rendering;
  private final Consumer<String> out;
  private final Consumer<String> problems;
  private final UserName self;
  private final boolean typed;

  /**
   * @param out takes lines
   * @param problems takes lines about what did not work
   * @param typed whether what the user says is on the screen already
   */
  TextScreen(
      Rendering rendering,
      Consumer<String> out,
      Consumer<String> problems,
      UserName self,
      boolean typed) {
    this.rendering = rendering;
    this.out = out;
    this.problems = problems;
    this.self = self;
    this.typed = typed;
  }

  @Override
  public void event(ChatEvent event) {
    boolean echo =
        typed
            && event instanceof ChatEvent.Spoken spoken
            && !spoken.history()
            && spoken.heard().sender().equals(self)
            && !spoken.heard().place().equals(new Place.Person(self));
    if (!echo) {
      boolean problem =
          event instanceof ChatEvent.Disconnected
              || event instanceof ChatEvent.Reconnected
              || event instanceof ChatEvent.RoomsAway
              || event instanceof ChatEvent.RoomsBack
              || event instanceof ChatEvent.Apart
              || event instanceof ChatEvent.Untold
              || event instanceof ChatEvent.Ended;
      (problem ? problems : out).accept(rendering.event(event));
    }
  }

  @Override
  public void history(RoomName room, List<Heard> words) {
    out.accept(rendering.history(room, words));
  }

  @Override
  public void connected(List<Connected> connected) {
    out.accept(rendering.connected(connected));
  }

  @Override
  public void rooms(Map<RoomName, Integer> members, List<RoomName> own) {
    out.accept(rendering.rooms(members, own));
  }

  @Override
  public void notice(String key, Object... args) {
    out.accept(rendering.notice(key, args));
  }

  @Override
  public void fault(LineFault fault) {
    problems.accept(rendering.fault(fault));
  }

  @Override
  public void failure(Exception failure) {
    problems.accept(rendering.failure(failure));
  }
}
