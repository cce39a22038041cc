package dev.quiver.multicast;

/** What the coordinator gives a number: a multicast (total order by a sequencer) or a view. */
public sealed interface Item permits Data, View {}
