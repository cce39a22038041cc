package dev.quiver.tasks;

import dev.quiver.messaging.text.Names;
import dev.quiver.messaging.text.ValueName;

/**
 * Names tasks that were submitted together and can be cancelled together.
 *
 * @param value a lower-case letter or digit, then lower-case letters, digits and dashes, at most 64
 */
public record BatchId(String value) {

  public BatchId {
    Names.requireLowerCase(ValueName.BATCH_ID, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
