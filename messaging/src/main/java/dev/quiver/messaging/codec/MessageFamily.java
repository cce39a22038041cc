package dev.quiver.messaging.codec;

import dev.quiver.messaging.text.Sayings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sealed hierarchy of messages and how each kind is written: its type ({@code JMSType}) and the
 * fields of its document. Made once; it refuses to be made while a kind is missing, so that a new
 * record cannot be forgotten here.
 *
 * <pre>{@code
 * MessageFamily<Said> family =
 *     MessageFamily.of(Said.class)
 *         .add("hello", Hello.class, (m, out) -> out.field("name", m.name()), Said::readHello)
 *         .build();
 * }</pre>
 *
 * @param <M> the sealed interface
 */
public final class MessageFamily<M> {

  /** A message as it travels. */
  public record Document(String type, String text) {}

  private record Kind<M, T extends M>(
      String type, Class<T> of, JsonWriter.Each<T> writing, JsonCodec.Reading<T> reading) {

    String write(JsonCodec codec, M message) {
      T mine = of.cast(message);
      return codec.write(out -> writing.write(mine, out));
    }
  }

  private final JsonCodec codec;
  private final Map<String, Kind<M, ?>> byType;
  private final Map<Class<?>, Kind<M, ?>> byClass;

  private MessageFamily(
      JsonCodec codec, Map<String, Kind<M, ?>> byType, Map<Class<?>, Kind<M, ?>> byClass) {
    this.codec = codec;
    this.byType = Map.copyOf(byType);
    this.byClass = Map.copyOf(byClass);
  }

  /** Begins the family of a sealed interface. */
  public static <M> Builder<M> of(Class<M> sealedInterface) {
    return new Builder<>(sealedInterface);
  }

  /** Type and document of a message. */
  public Document write(M message) {
    Kind<M, ?> kind = byClass.get(message.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("not of this family: " + message.getClass());
    }
    return new Document(kind.type(), kind.write(codec, message));
  }

  /**
   * The message of that type and document.
   *
   * @param type null if it has none
   * @throws RejectedMessageException if the type is not known or the document not acceptable
   */
  public M read(@Nullable String type, String document) {
    Kind<M, ?> kind = type == null ? null : byType.get(type);
    if (kind == null) {
      throw new RejectedMessageException(
          Rejection.UNKNOWN_MESSAGE_TYPE,
          type == null
              ? Sayings.ofMessaging().say("rejected.noType")
              : Sayings.ofMessaging().say("rejected.unknownType", type));
    }
    return codec.read(document, kind.reading());
  }

  /** Gathers the kinds. */
  public static final class Builder<M> {

    private final Class<M> family;
    private final Map<String, Kind<M, ?>> byType = new LinkedHashMap<>();
    private final Map<Class<?>, Kind<M, ?>> byClass = new LinkedHashMap<>();
    private JsonCodec codec = JsonCodec.standard();

    private Builder(Class<M> family) {
      if (!family.isSealed()) {
        throw new IllegalArgumentException(family + " is not sealed: nobody knows its kinds");
      }
      this.family = family;
    }

    /** With other limits than those of the wire. */
    public Builder<M> with(JsonCodec value) {
      codec = value;
      return this;
    }

    /** Adds a kind. */
    public <T extends M> Builder<M> add(
        String type, Class<T> kind, JsonWriter.Each<T> writing, JsonCodec.Reading<T> reading) {
      Kind<M, T> added = new Kind<>(type, kind, writing, reading);
      if (byType.put(type, added) != null || byClass.put(kind, added) != null) {
        throw new IllegalArgumentException(
            "type \"" + type + "\" or " + kind.getSimpleName() + " is there twice");
      }
      return this;
    }

    /**
     * The family, complete.
     *
     * @throws IllegalStateException if a kind is missing
     */
    public MessageFamily<M> build() {
      List<String> missing = new ArrayList<>();
      collectMissing(family, missing);
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the family of " + family.getSimpleName() + " lacks " + String.join(", ", missing));
      }
      return new MessageFamily<>(codec, byType, byClass);
    }

    private void collectMissing(Class<?> type, List<String> missing) {
      if (type.isSealed()) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
          collectMissing(permitted, missing);
        }
      } else if (!byClass.containsKey(type)) {
        missing.add(type.getSimpleName());
      }
    }
  }
}
