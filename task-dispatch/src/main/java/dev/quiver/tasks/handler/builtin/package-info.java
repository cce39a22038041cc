/**
 * The handlers every worker brings along; {@link dev.quiver.tasks.handler.builtin.BuiltInHandlers}
 * lists them. All of them stream: neither a long input nor a long result is in memory whole.
 *
 * <p>{@code CalculateHandler} with {@code NumberReader}: exact decimals. {@code CountHandler} with
 * {@code WordCounter}: words and characters. {@code CaseHandler} with {@code LowerCase}: case
 * without locale. {@code Sha256Handler}, {@code SleepHandler}. {@code ExecHandler} with {@code
 * ExecPolicy}, {@code ExecRun} and {@code ProcessTree}: commands of an allow-list.
 */
@NullMarked
package dev.quiver.tasks.handler.builtin;

import org.jspecify.annotations.NullMarked;
