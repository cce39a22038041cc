package dev.quiver.numbers;

/** What a consumer finds out about a number. */
public enum Parity {
  EVEN,
  ODD;

  /** Whether that number is even or odd; negative ones too. */
  public static Parity of(int value) {
    return (value & 1) == 0 ? EVEN : ODD;
  }
}
