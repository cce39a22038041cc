package dev.quiver.cli.demo;

/**
 * One thing that a demonstration claims, and whether it was so.
 *
 * @param text the claim, for people
 * @param evidence what was seen, for people
 */
record Claim(String text, boolean holds, String evidence) {}
