package dev.quiver.messaging.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  private static final JsonCodec CODEC = JsonCodec.standard();
  private static final String VALID =
      "{\"id\":\"x\",\"count\":1,\"args\":[],\"points\":[],\"dMs\":0}";

  /** A bit of everything that the wire has. */
  record Thing(
      String id,
      int count,
      @Nullable Instant at,
      List<String> args,
      List<Point> points,
      Duration d) {}

  record Point(long x, double y, boolean on) {}

  @Test
  void readsWhatItWrites() {
    Thing thing =
        new Thing(
            "é \" \\ \n \uD83D\uDE00 \u0000",
            -7,
            Instant.parse("2026-02-28T23:59:59.123456789Z"),
            List.of("a", ""),
            List.of(new Point(Long.MAX_VALUE, 0.1, true), new Point(0, -1e300, false)),
            Duration.ofMillis(1500));
    assertThat(read(write(thing))).isEqualTo(thing);
  }

  @Test
  void leavesOutWhatIsNull() {
    String document = write(new Thing("x", 1, null, List.of(), List.of(), Duration.ZERO));
    assertThat(document)
        .isEqualTo("{\"id\":\"x\",\"count\":1,\"args\":[],\"points\":[],\"dMs\":0}");
    assertThat(read(document).at()).isNull();
  }

  @Test
  void ignoresFieldsItDoesNotKnowHoweverDeep() {
    assertThat(
            read(
                "{\"new\":{\"id\":\"no\",\"count\":[{\"a\":1}]},\"id\":\"x\",\"n\":null,\"count\":1,"
                    + "\"args\":[],\"points\":[{\"x\":1,\"z\":{\"x\":2},\"y\":2,\"on\":true}],"
                    + "\"dMs\":5,\"last\":[[],[{}]]}"))
        .isEqualTo(
            new Thing(
                "x", 1, null, List.of(), List.of(new Point(1, 2, true)), Duration.ofMillis(5)));
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        hostile("a million brackets", "[".repeat(200_000), Rejection.WRONG_TYPE),
        hostile("deep arrays", "{\"a\":" + "[".repeat(200_000), Rejection.TOO_DEEP),
        hostile("deep objects", "{\"a\":".repeat(40_000), Rejection.TOO_DEEP),
        hostile("a huge document", "{\"a\":\"" + "x".repeat(1 << 20) + "\"}", Rejection.TOO_LARGE),
        hostile(
            "a long string", "{\"id\":\"" + "x".repeat(65_537) + "\"}", Rejection.STRING_TOO_LONG),
        hostile(
            "a long string that nobody reads",
            "{\"new\":\"" + "x".repeat(65_537) + "\"}",
            Rejection.STRING_TOO_LONG),
        hostile("a long name", "{\"" + "n".repeat(129) + "\":1}", Rejection.NAME_TOO_LONG),
        hostile(
            "10,000 digits", "{\"count\":" + "9".repeat(10_000) + "}", Rejection.NUMBER_TOO_LONG),
        hostile(
            "33 digits that nobody reads",
            "{\"new\":" + "9".repeat(33) + "}",
            Rejection.NUMBER_TOO_LONG),
        hostile(
            "a long fraction", "{\"y\":0." + "9".repeat(10_000) + "}", Rejection.NUMBER_TOO_LONG),
        hostile("many tokens", "{\"a\":[" + "1,".repeat(20_000) + "1]}", Rejection.TOO_MANY_TOKENS),
        hostile("an overflowing int", "{\"count\":2147483648}", Rejection.WRONG_VALUE),
        hostile("an overflowing long", "{\"x\":9223372036854775808}", Rejection.WRONG_VALUE),
        hostile("1e999999999", "{\"y\":1e999999999}", Rejection.WRONG_VALUE),
        hostile("1e999999999 as an int", "{\"count\":1e999999999}", Rejection.WRONG_TYPE),
        hostile("a fraction as an int", "{\"count\":1.5}", Rejection.WRONG_TYPE),
        hostile("a string as an int", "{\"count\":\"1\"}", Rejection.WRONG_TYPE),
        hostile("a number as a string", "{\"id\":1}", Rejection.WRONG_TYPE),
        hostile("null", "{\"id\":null}", Rejection.WRONG_TYPE),
        hostile("an object as a string", "{\"id\":{\"id\":\"x\"}}", Rejection.WRONG_TYPE),
        hostile("a string in an array", "{\"args\":[\"a\",1]}", Rejection.WRONG_TYPE),
        hostile("duplicate keys", "{\"id\":\"a\",\"id\":\"b\"}", Rejection.DUPLICATE_KEY),
        hostile(
            "duplicate keys that nobody reads",
            "{\"new\":{\"b\":1,\"b\":2}}",
            Rejection.DUPLICATE_KEY),
        hostile("a second document", VALID + " {}", Rejection.TRAILING_TEXT),
        hostile("trailing text", VALID + "x", Rejection.TRAILING_TEXT),
        hostile("half a high surrogate", "{\"id\":\"\uD800\"}", Rejection.INVALID_TEXT),
        hostile("half a low surrogate", "{\"id\":\"\uDC00\"}", Rejection.INVALID_TEXT),
        hostile("half an escaped surrogate", "{\"id\":\"\\ud800\"}", Rejection.INVALID_TEXT),
        hostile(
            "escaped the wrong way round", "{\"id\":\"\\udc00\\ud800\"}", Rejection.INVALID_TEXT),
        hostile("half a surrogate in a name", "{\"\\ud83d\":1}", Rejection.INVALID_TEXT),
        hostile("a byte order mark", "\uFEFF{}", Rejection.INVALID_TEXT),
        hostile("nothing", "", Rejection.WRONG_TYPE),
        hostile("an array", "[]", Rejection.WRONG_TYPE),
        hostile("a string", "\"x\"", Rejection.WRONG_TYPE),
        hostile("cut off", "{\"id\":\"x", Rejection.INVALID_JSON),
        hostile("cut off between fields", "{\"id\":\"x\",", Rejection.INVALID_JSON),
        hostile("a comment", "{/*c*/\"id\":\"x\"}", Rejection.INVALID_JSON),
        hostile("single quotes", "{'id':'x'}", Rejection.INVALID_JSON),
        hostile("NaN", "{\"y\":NaN}", Rejection.INVALID_JSON),
        hostile("a leading zero", "{\"count\":01}", Rejection.INVALID_JSON),
        hostile("a raw control character", "{\"id\":\"\u0001\"}", Rejection.INVALID_JSON),
        hostile("no instant", "{\"at\":\"yesterday\"}", Rejection.WRONG_VALUE),
        hostile(
            "an instant elsewhere",
            "{\"at\":\"2026-01-01T00:00:00+01:00\"}",
            Rejection.WRONG_VALUE),
        hostile("the 30th of February", "{\"at\":\"2026-02-30T00:00:00Z\"}", Rejection.WRONG_VALUE),
        hostile("a negative duration", "{\"dMs\":-1}", Rejection.WRONG_VALUE),
        hostile("nothing in it", "{}", Rejection.MISSING_FIELD),
        hostile("a value that the record refuses", "{\"refuse\":1}", Rejection.WRONG_VALUE));
  }

  private static Arguments hostile(String name, String document, Rejection reason) {
    return Arguments.of(name, document, reason);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("hostile")
  void whatIsHostileIsRejectedWithItsReason(String name, String document, Rejection reason) {
    RejectedMessageException rejected =
        catchThrowableOfType(RejectedMessageException.class, () -> read(document));
    assertThat(rejected).as(name).isNotNull();
    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.getMessage()).isNotBlank().hasSizeLessThan(400);
    assertThat(rejected.getStackTrace()).isEmpty();
  }

  @Test
  void aMillionBracketsCostNothing() {
    String document = "[".repeat(1_000_000);
    RejectedMessageException rejected =
        catchThrowableOfType(RejectedMessageException.class, () -> read(document));
    assertThat(rejected.reason()).isEqualTo(Rejection.TOO_LARGE);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 300);
  }

  /** Documents damaged at random: each is read or rejected, and nothing else ever comes out. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedDocumentsAreReadOrRejectedAndNothingElse(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      String document = damage(write(randomThing(random)), random);
      try {
        Thing thing = read(document);
        assertThat(read(write(thing))).isEqualTo(thing);
      } catch (RejectedMessageException rejected) {
        assertThat(rejected.reason()).isNotNull();
      }
    }
  }

  /** Many names that nobody knows, in one process, neither pile up nor stop the reader. */
  @Test
  void floodsOfUnknownNamesDoNotStopTheReader() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder document = new StringBuilder("{");
      for (int field = 0; field < 30; field++) {
        document.append('"').append(Long.toString(random.nextLong(), 36)).append("\":1,");
      }
      document.append("\"id\":\"x\",\"count\":1,\"args\":[],\"points\":[],\"dMs\":0}");
      assertThat(read(document.toString()).id()).isEqualTo("x");
    }
  }

  /** 2^11 names of one hash: the parser's table must not become the attack. */
  @Test
  void namesThatCollideDoNotStopTheReader() {
    for (int round = 0; round < 3; round++) {
      StringBuilder document = new StringBuilder("{");
      for (int bits = 0; bits < 2048; bits++) {
        document.append('"');
        for (int bit = 0; bit < 11; bit++) {
          document.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
        }
        document.append("\":").append(round).append(',');
      }
      document.append("\"id\":\"x\",\"count\":1,\"args\":[],\"points\":[],\"dMs\":0}");
      try {
        assertThat(read(document.toString()).id()).isEqualTo("x");
      } catch (RejectedMessageException rejected) {
        assertThat(rejected.reason()).isNotNull();
      }
    }
    assertThat(read("{\"id\":\"y\",\"count\":1,\"args\":[],\"points\":[],\"dMs\":0}").id())
        .isEqualTo("y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T00:00:00Z",
        "1970-01-01T00:00:00.1Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T12:30:45.000001Z"
      })
  void instantsAreThoseOfTheLibrary(String text) {
    char[] chars = text.toCharArray();
    assertThat(IsoInstants.parse(chars, 0, chars.length)).isEqualTo(Instant.parse(text));
  }

  @Test
  void theMapperKeepsTheLimits() throws Exception {
    JsonNode tree = CODEC.mapper().readTree("{\"a\":[1,2]}");
    assertThat(tree.get("a").size()).isEqualTo(2);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> CODEC.mapper().readTree("[".repeat(100)))
        .hasMessageContaining("depth");
  }

  private static String write(Thing thing) {
    return CODEC.write(
        out ->
            out.field("id", thing.id())
                .field("count", thing.count())
                .field("at", thing.at())
                .strings("args", thing.args())
                .objects(
                    "points",
                    thing.points(),
                    (point, each) ->
                        each.field("x", point.x()).field("y", point.y()).field("on", point.on()))
                .millis("dMs", thing.d()));
  }

  private static Thing read(String document) {
    return CODEC.read(document, JsonCodecTest::thing);
  }

  private static Thing thing(JsonReader fields) throws java.io.IOException {
    String id = null;
    Integer count = null;
    Instant at = null;
    List<String> args = null;
    List<Point> points = null;
    Duration d = null;
    while (fields.next()) {
      switch (fields.name()) {
        case "id" -> id = fields.string();
        case "count" -> count = fields.integer();
        case "at" -> at = fields.instant();
        case "args" -> args = fields.strings();
        case "points" -> points = fields.list(each -> each.object(JsonCodecTest::point));
        case "dMs" -> d = fields.millis();
        case "x" -> fields.longInteger();
        case "y" -> fields.number();
        case "refuse" -> throw new IllegalArgumentException("refused");
        default -> {
          // Skipped by the reader itself.
        }
      }
    }
    return new Thing(
        JsonReader.required("id", id),
        JsonReader.required("count", count),
        at,
        JsonReader.required("args", args),
        JsonReader.required("points", points),
        JsonReader.required("dMs", d));
  }

  private static Point point(JsonReader fields) throws java.io.IOException {
    long x = 0;
    double y = 0;
    boolean on = false;
    while (fields.next()) {
      switch (fields.name()) {
        case "x" -> x = fields.longInteger();
        case "y" -> y = fields.number();
        case "on" -> on = fields.bool();
        default -> fields.skip();
      }
    }
    return new Point(x, y, on);
  }

  private static Thing randomThing(RandomGenerator random) {
    List<String> args = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      args.add(randomText(random));
      points.add(new Point(random.nextLong(), random.nextDouble(), random.nextBoolean()));
    }
    Instant at =
        random.nextBoolean()
            ? null
            : Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
    return new Thing(
        randomText(random),
        random.nextInt(),
        at,
        args,
        points,
        Duration.ofMillis(random.nextLong(1L << 40)));
  }

  private static String randomText(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(4) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
      text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? '?' : point);
    }
    return text.toString();
  }

  private static String damage(String document, RandomGenerator random) {
    StringBuilder text = new StringBuilder(document);
    String alphabet = "{}[]:,\"\\u0eE+-.dDnull\uD800\uDC00\uFEFF\u0000 ";
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(8));
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        case 2 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
        default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
      }
      if (text.isEmpty()) {
        return "";
      }
    }
    return text.toString();
  }
}
