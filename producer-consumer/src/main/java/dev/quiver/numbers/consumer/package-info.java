/**
 * The consumer process. One thread takes the numbers, logs them and sends the receipts ({@code
 * Consumer}); another keeps the accounts of the runs if this consumer holds the ledger ({@code
 * Auditor}).
 */
@NullMarked
package dev.quiver.numbers.consumer;

import org.jspecify.annotations.NullMarked;
