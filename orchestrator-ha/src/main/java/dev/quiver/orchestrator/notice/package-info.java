/**
 * What people who watch an orchestrator read: {@link dev.quiver.orchestrator.notice.NoticeTexts}
 * has the words in each language, {@link dev.quiver.orchestrator.notice.NoticeLines} sees to it
 * that thousands of tasks a second do not become thousands of lines.
 */
@NullMarked
package dev.quiver.orchestrator.notice;

import org.jspecify.annotations.NullMarked;
