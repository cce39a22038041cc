package dev.quiver.bench;

/** Hears figures as they are measured, and what is being measured. */
public interface Report {

  /** What is being done now, for people who wait. */
  void doing(String what);

  /** A figure is known. */
  void figure(Figure figure);
}
