package dev.quiver.chat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.FileFault;
import dev.quiver.chat.Heard;
import dev.quiver.chat.Place;
import dev.quiver.chat.RoomName;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.terminal.Palette;
import dev.quiver.messaging.text.LineFault;
import dev.quiver.messaging.text.Messages;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RenderingTest {

  private static final Instant NOW = Instant.parse("2026-01-02T12:34:56Z");
  private static final UserName ANA = new UserName("ana");
  private static final Place LOBBY = new Place.Room(RoomName.LOBBY);

  private final Rendering plain = rendering(Palette.PLAIN, Locale.ENGLISH);

  @Test
  void aMessageIsALineWithTimePlaceAndSender() {
    assertThat(spoken(plain, LOBBY, "hello", false)).isEqualTo("12:34 #lobby ana: hello");
    assertThat(spoken(plain, LOBBY, "waves", true)).isEqualTo("12:34 #lobby * ana waves");
    assertThat(spoken(plain, new Place.Everyone(), "hear", false))
        .isEqualTo("12:34 [all] ana: hear");
    assertThat(spoken(plain, new Place.Person(new UserName("bob")), "psst", false))
        .isEqualTo("12:34 [to you] ana: psst");
    assertThat(plain.spoken(heard(LOBBY, NOW.minusSeconds(86_400)), said("old")))
        .isEqualTo("2026-01-01 12:34 #lobby ana: old");
  }

  @Test
  void controlSequencesAreShownAndEmojiStay() {
    assertThat(spoken(plain, LOBBY, "\u001b[2J\u202e\r\nana: fake \u0007 👨‍👩‍👧 ❤️", false))
        .isEqualTo("12:34 #lobby ana: \\u{1b}[2J\\u{202e}\\r\\nana: fake \\u{7} 👨‍👩‍👧 ❤️");
    ChatMessage.Offered offer =
        new ChatMessage.Offered("1a", "evil\u001b[31m\u202egpj.exe", 2048, "0".repeat(64));
    assertThat(plain.event(new ChatEvent.FileOffered(ANA, offer)))
        .isEqualTo(
            "ana offers you the file evil\\u{1b}[31m\\u{202e}gpj.exe (2 KiB); /accept 1a takes it,"
                + " /refuse 1a does not.");
    assertThat(plain.event(new ChatEvent.Away(ANA, "x\u001b]0;y\u0007")))
        .isEqualTo("ana is away: x\\u{1b}]0;y\\u{7}");
  }

  @Test
  void eachSenderHasAColourUnlessNoneAreWanted() {
    String coloured = spoken(rendering(Palette.COLOURED, Locale.ENGLISH), LOBBY, "hi", false);
    assertThat(coloured).contains("\u001b[", "ana").endsWith(": hi");
    assertThat(spoken(plain, LOBBY, "hi", false)).doesNotContain("\u001b");
  }

  @Test
  void historyIsMarked() {
    assertThat(plain.event(new ChatEvent.Spoken(heard(LOBBY, NOW), said("was"), true)))
        .isEqualTo("| 12:34 #lobby ana: was");
  }

  @Test
  void peopleReadTheirLanguage() {
    Rendering portuguese = rendering(Palette.PLAIN, Locale.forLanguageTag("pt"));
    assertThat(portuguese.event(new ChatEvent.Entered(ANA, RoomName.LOBBY)))
        .isEqualTo("ana entrou em #lobby.");
    assertThat(portuguese.fault(new LineFault("fault.long", 5000, 4096)))
        .contains("5000", "4096", "bytes");
  }

  @Test
  void whatDidNotWorkIsSaidInTheLanguageOfWhoReadsIt() {
    Rendering portuguese = rendering(Palette.PLAIN, Locale.forLanguageTag("pt"));
    for (FileFault.Kind kind : FileFault.Kind.values()) {
      FileFault fault = new FileFault(kind, "x\u001b[2J");
      assertThat(fault).hasMessageNotContaining("null");
      String english = plain.failure(fault);
      assertThat(english).doesNotContain("fault.", "\u001b");
      assertThat(portuguese.failure(fault)).doesNotContain("fault.").isNotEqualTo(english);
    }
    assertThat(plain.failure(new IllegalStateException("its words")))
        .as("what others know to explain")
        .isEqualTo("That did not work: [its words]");
    ChatEvent.FileStep failed =
        new ChatEvent.FileStep(
            "1a",
            ANA,
            "a.txt",
            ChatEvent.Step.FAILED,
            3,
            null,
            new FileFault(FileFault.Kind.SILENT, "60"));
    assertThat(portuguese.event(failed))
        .isEqualTo("a.txt (ana) falhou: não veio em 60 s; peça de novo");
    List<String> lines = new ArrayList<>();
    new JsonScreen(lines::add, portuguese).event(failed);
    assertThat(lines.get(0)).contains("\"why\":\"it did not come within 60 s\"");
  }

  @Test
  void machinesGetTheTextAsItWasAndTheTrueSender() {
    List<String> lines = new ArrayList<>();
    JsonScreen json = new JsonScreen(lines::add, plain);
    json.event(new ChatEvent.Spoken(heard(LOBBY, NOW), said("a\u001b\"b"), false));
    json.event(new ChatEvent.Gone(ANA, List.of(RoomName.LOBBY)));
    json.fault(new LineFault("fault.long", 5000, 4096));
    assertThat(lines)
        .containsExactly(
            "{\"event\":\"message\",\"to\":\"room\",\"room\":\"lobby\",\"from\":\"ana\","
                + "\"at\":\"2026-01-02T12:34:56Z\",\"text\":\"a\\u001B\\\"b\"}",
            "{\"event\":\"gone\",\"from\":\"ana\",\"rooms\":[\"lobby\"]}",
            "{\"event\":\"refused\",\"reason\":\"fault.long\",\"text\":\"The line has 5000 bytes;"
                + " at most 4096 are allowed. It was not sent.\"}");
  }

  private static Rendering rendering(Palette palette, Locale locale) {
    return new Rendering(
        Messages.of(Chat.class, locale),
        palette,
        ZoneOffset.UTC,
        InstantSource.fixed(NOW),
        ANA,
        failure -> "[" + failure.getMessage() + "]");
  }

  private static String spoken(Rendering rendering, Place place, String text, boolean action) {
    return rendering.spoken(heard(place, NOW), new ChatMessage.Said(text, action));
  }

  private static ChatMessage.Said said(String text) {
    return new ChatMessage.Said(text, false);
  }

  private static Heard heard(Place place, Instant at) {
    return new Heard(ANA, place, at, said(""));
  }
}
