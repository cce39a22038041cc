package dev.quiver.messaging.reply;

/**
 * A question.
 *
 * @param type its {@code JMSType}; empty if it has none
 * @param body its document, within the limit of documents and otherwise not looked at
 * @param user who asks, as the broker vouches
 * @param queue where it arrived
 * @param admin the broker says that the user is an admin; it stamps questions to orchestrators
 *     alone
 */
public record Request(String type, String body, String user, String queue, boolean admin) {}
