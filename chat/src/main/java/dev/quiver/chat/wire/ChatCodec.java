package dev.quiver.chat.wire;

import static dev.quiver.messaging.codec.JsonReader.required;

import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.ChatMessage.Answered;
import dev.quiver.chat.ChatMessage.Arrived;
import dev.quiver.chat.ChatMessage.Away;
import dev.quiver.chat.ChatMessage.Departed;
import dev.quiver.chat.ChatMessage.Entered;
import dev.quiver.chat.ChatMessage.Offered;
import dev.quiver.chat.ChatMessage.Said;
import dev.quiver.chat.RoomName;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.messaging.codec.MessageFamily;
import dev.quiver.messaging.codec.MessageFamily.Document;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The messages of chat as JSON documents. */
public final class ChatCodec {

  private static final MessageFamily<ChatMessage> FAMILY =
      MessageFamily.of(ChatMessage.class)
          .add(
              "said",
              Said.class,
              (m, out) -> {
                out.field("text", m.text());
                if (m.action()) {
                  out.field("action", true);
                }
              },
              ChatCodec::said)
          .add(
              "entered",
              Entered.class,
              (m, out) -> out.field("room", m.room().value()),
              in -> new Entered(room(in)))
          .add(
              "departed",
              Departed.class,
              (m, out) -> out.field("room", m.room().value()),
              in -> new Departed(room(in)))
          .add("away", Away.class, (m, out) -> out.field("why", m.why()), ChatCodec::away)
          .add(
              "offered",
              Offered.class,
              (m, out) ->
                  out.field("file", m.file())
                      .field("name", m.name())
                      .field("bytes", m.bytes())
                      .field("sha256", m.sha256()),
              ChatCodec::offered)
          .add(
              "answered",
              Answered.class,
              (m, out) -> {
                out.field("file", m.file()).field("accepted", m.accepted());
                if (m.full()) {
                  out.field("full", true);
                }
              },
              ChatCodec::answered)
          .add(
              "arrived",
              Arrived.class,
              (m, out) -> out.field("file", m.file()).field("intact", m.intact()),
              ChatCodec::arrived)
          .build();

  private ChatCodec() {}

  /** Type and document of a message. */
  public static Document write(ChatMessage message) {
    return FAMILY.write(message);
  }

  /**
   * The message of that type and document.
   *
   * @throws dev.quiver.messaging.codec.RejectedMessageException if it is none of ours, or not sound
   */
  public static ChatMessage read(@Nullable String type, String document) {
    return FAMILY.read(type, document);
  }

  private static Said said(JsonReader in) throws IOException {
    String text = null;
    boolean action = false;
    while (in.next()) {
      switch (in.name()) {
        case "text" -> text = in.string();
        case "action" -> action = in.bool();
        default -> in.skip();
      }
    }
    return new Said(required("text", text), action);
  }

  private static RoomName room(JsonReader in) throws IOException {
    String room = null;
    while (in.next()) {
      if (in.name().equals("room")) {
        room = in.string();
      } else {
        in.skip();
      }
    }
    return new RoomName(required("room", room));
  }

  private static Away away(JsonReader in) throws IOException {
    String why = null;
    while (in.next()) {
      if (in.name().equals("why")) {
        why = in.string();
      } else {
        in.skip();
      }
    }
    return new Away(why);
  }

  private static Offered offered(JsonReader in) throws IOException {
    String file = null;
    String name = null;
    Long bytes = null;
    String sha256 = null;
    while (in.next()) {
      switch (in.name()) {
        case "file" -> file = in.string();
        case "name" -> name = in.string();
        case "bytes" -> bytes = in.longInteger();
        case "sha256" -> sha256 = in.string();
        default -> in.skip();
      }
    }
    return new Offered(
        required("file", file),
        required("name", name),
        required("bytes", bytes),
        required("sha256", sha256));
  }

  private static Answered answered(JsonReader in) throws IOException {
    String file = null;
    Boolean accepted = null;
    boolean full = false;
    while (in.next()) {
      switch (in.name()) {
        case "file" -> file = in.string();
        case "accepted" -> accepted = in.bool();
        case "full" -> full = in.bool();
        default -> in.skip();
      }
    }
    return new Answered(required("file", file), required("accepted", accepted), full);
  }

  private static Arrived arrived(JsonReader in) throws IOException {
    String file = null;
    Boolean intact = null;
    while (in.next()) {
      switch (in.name()) {
        case "file" -> file = in.string();
        case "intact" -> intact = in.bool();
        default -> in.skip();
      }
    }
    return new Arrived(required("file", file), required("intact", intact));
  }
}
