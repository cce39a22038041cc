package dev.quiver.orchestrator.ledger;

import dev.quiver.orchestrator.TaskState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An entry as the bytes of one row. */
final class EntryCodec {

  private static final int VERSION = 1;

  private EntryCodec() {}

  static byte[] write(LedgerEntry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(out, entry.id());
      writeText(out, entry.type());
      writeText(out, entry.submitter());
      writeText(out, entry.batch());
      out.writeLong(entry.firstSeenMs());
      LedgerEntry.Latest latest = entry.latest();
      out.writeInt(latest.generation());
      out.writeInt(latest.attempt());
      out.writeLong(latest.epoch());
      writeText(out, latest.state().label());
      writeText(out, latest.worker());
      out.writeLong(latest.startedMs());
      out.writeLong(latest.atMs());
      writeText(out, latest.text());
      LedgerEntry.Assignment assigned = entry.assigned();
      out.writeBoolean(assigned != null);
      if (assigned != null) {
        out.writeInt(assigned.generation());
        out.writeInt(assigned.attempt());
        out.writeLong(assigned.epoch());
        out.writeLong(assigned.atMs());
        writeText(out, assigned.worker());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The entry of those bytes.
   *
   * @throws IllegalStateException if they are no entry
   */
  static LedgerEntry read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("a row of version " + version + " is not known");
      }
      return new LedgerEntry(
          readText(in),
          readText(in),
          readText(in),
          readText(in),
          in.readLong(),
          new LedgerEntry.Latest(
              in.readInt(),
              in.readInt(),
              in.readLong(),
              TaskState.of(readText(in)),
              readText(in),
              in.readLong(),
              in.readLong(),
              readText(in)),
          in.readBoolean()
              ? new LedgerEntry.Assignment(
                  in.readInt(), in.readInt(), in.readLong(), in.readLong(), readText(in))
              : null);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException("a row cannot be read", e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " bytes is beyond its row");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
