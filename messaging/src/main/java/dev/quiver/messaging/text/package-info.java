/**
 * Text that people read: {@link dev.quiver.messaging.text.Messages} finds it in their language,
 * {@link dev.quiver.messaging.text.Printable} makes foreign text harmless to show, {@link
 * dev.quiver.messaging.text.UnusableValueException} says what is wrong with a value, and {@link
 * dev.quiver.messaging.text.Sayings} knows in every language what programs say to each other.
 */
@NullMarked
package dev.quiver.messaging.text;

import org.jspecify.annotations.NullMarked;
