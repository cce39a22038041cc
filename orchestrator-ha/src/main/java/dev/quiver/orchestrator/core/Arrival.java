package dev.quiver.orchestrator.core;

import dev.quiver.orchestrator.Place;
import dev.quiver.orchestrator.TaskHeader;
import dev.quiver.orchestrator.Ticket;

/** A task in hand: received, not acknowledged, and so still where it came from. */
record Arrival(Ticket ticket, Place from, TaskHeader task) {}
