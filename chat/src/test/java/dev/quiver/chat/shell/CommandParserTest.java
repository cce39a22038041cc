package dev.quiver.chat.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.text.LineFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandParserTest {

  @Test
  void wordsAreWordsAsTheyAre() throws Exception {
    assertThat(parse("hello  there ")).isEqualTo(new ChatCommand.Say("hello  there ", false));
    assertThat(parse("//etc/hosts")).isEqualTo(new ChatCommand.Say("/etc/hosts", false));
    assertThat(parse("/me waves")).isEqualTo(new ChatCommand.Say("waves", true));
    assertThat(parse("   ")).isEqualTo(new ChatCommand.Nothing());
    assertThat(parse("  hello")).isEqualTo(new ChatCommand.Say("  hello", false));
  }

  @Test
  void aCommandBehindBlanksIsNotSaidToAll() throws Exception {
    assertThat(parse("  /msg bob secret"))
        .isEqualTo(new ChatCommand.Tell(new UserName("bob"), "secret"));
    assertThat(parse("\t//etc")).isEqualTo(new ChatCommand.Say("/etc", false));
    assertThatThrownBy(() -> parse(" /mgs bob secret")).hasMessage("fault.unknown");
  }

  @Test
  void commandsAreRead() throws Exception {
    assertThat(parse("/all hi you")).isEqualTo(new ChatCommand.SayToAll("hi you"));
    assertThat(parse("/msg Bob a  b")).isEqualTo(new ChatCommand.Tell(new UserName("bob"), "a  b"));
    assertThat(parse("/msg @bob x")).isEqualTo(new ChatCommand.Tell(new UserName("bob"), "x"));
    assertThat(parse("/LIST")).isEqualTo(new ChatCommand.ListConnected());
    assertThat(parse("/join #Garden")).isEqualTo(new ChatCommand.Join(new RoomName("garden")));
    assertThat(parse("/leave")).isEqualTo(new ChatCommand.Leave(null));
    assertThat(parse("/leave lobby")).isEqualTo(new ChatCommand.Leave(RoomName.LOBBY));
    assertThat(parse("/rooms")).isEqualTo(new ChatCommand.Rooms());
    assertThat(parse("/history")).isEqualTo(new ChatCommand.History(20));
    assertThat(parse("/history 7")).isEqualTo(new ChatCommand.History(7));
    assertThat(parse("/nick ana2")).isEqualTo(new ChatCommand.Nick());
    assertThat(parse("/away")).isEqualTo(new ChatCommand.Away(""));
    assertThat(parse("/away for lunch")).isEqualTo(new ChatCommand.Away("for lunch"));
    assertThat(parse("/send bob my file.txt"))
        .isEqualTo(new ChatCommand.Send(new UserName("bob"), "my file.txt"));
    assertThat(parse("/accept")).isEqualTo(new ChatCommand.Accept(null));
    assertThat(parse("/refuse 1a2b")).isEqualTo(new ChatCommand.Refuse("1a2b"));
    assertThat(parse("/help")).isEqualTo(new ChatCommand.Help());
    assertThat(parse("/quit")).isEqualTo(new ChatCommand.Quit());
  }

  @ParameterizedTest
  @CsvSource({
    "/nonsense, fault.unknown",
    "/calculate any sum 1 2, fault.tasks",
    "/, fault.unknown",
    "/msg bob, usage.msg",
    "/msg, usage.msg",
    "/msg b.b hello, fault.user",
    "/all, usage.all",
    "/me, usage.me",
    "/join, usage.join",
    "/join a room, fault.room",
    "/join ../x, fault.room",
    "/history 0, fault.count",
    "/history all, fault.count",
    "/send bob, usage.send",
    "/quit now, fault.more",
  })
  void whatMakesNoSenseIsRefusedWithItsReason(String line, String key) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(LineFault.class).hasMessage(key);
  }

  @Test
  void aLineOfFourKibibytesPassesAndOneByteMoreDoesNot() throws Exception {
    String longest = "é".repeat(2048);
    assertThat(parse(longest)).isEqualTo(new ChatCommand.Say(longest, false));
    assertThatThrownBy(() -> parse(longest + "x"))
        .isInstanceOfSatisfying(
            LineFault.class,
            fault -> {
              assertThat(fault.key()).isEqualTo("fault.long");
              assertThat(fault.args()).containsExactly(4097, 4096);
            });
  }

  private static ChatCommand parse(String line) throws LineFault {
    return CommandParser.parse(line);
  }
}
