/**
 * Text that people read: {@link dev.quiver.messaging.text.Messages} finds it in their language,
 * {@link dev.quiver.messaging.text.Printable} makes foreign text harmless to show.
 */
@NullMarked
package dev.quiver.messaging.text;

import org.jspecify.annotations.NullMarked;
