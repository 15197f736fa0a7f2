package sigillo.dsn;

import sigillo.smtp.EnhancedStatus;

/** One sentence a person can act on, by RFC 3463's subject and detail. */
final class Advice {
    private Advice() {}

    static String on(Action action, EnhancedStatus status) {
        return switch (status.subject() + "." + status.detail()) {
            case "1.1" -> "There is no such mailbox. Please check the address for a typing error.";
            case "1.2" -> "The part of the address after the @ does not exist. Please check it for a typing error.";
            case "1.3" -> "The address is not well formed. Please check it for a typing error.";
            case "1.6" -> "The mailbox has moved. Please ask the recipient for the new address.";
            case "1.10" -> "This domain takes no mail at all. Please use another address of the recipient.";
            case "2.0", "2.1" -> "The mailbox is not in use. Please reach the recipient in another way.";
            case "2.2" -> "The mailbox is full. Please try later, or reach the recipient in another way.";
            case "2.3", "3.4" -> "The message is too large. Please send a smaller one, or a link to the files.";
            case "4.1", "4.2", "4.3", "4.4" -> "The recipient's server could not be reached.";
            case "4.6" -> "The recipient's domain sends mail round in a circle. Please tell its postmaster.";
            case "4.7" -> "It was tried for as long as we keep mail, without success. Please reach the recipient "
                + "in another way, or send it again later.";
            case "6.3" -> "The recipient's server cannot take this kind of content. Please send it in another form.";
            case "6.7" -> "The recipient's server cannot take addresses with other than plain letters.";
            case "7.1" -> "The recipient's server does not allow this message. Its reply may say why; "
                + "if not, please ask the recipient or its postmaster.";
            default -> byClass(action, status);
        };
    }

    private static String byClass(Action action, EnhancedStatus status) {
        if (action == Action.DELAYED) return "The recipient's server has not taken it yet.";
        return switch (status.subject()) {
            case 1 -> "The recipient's server does not know this address. Please check it for a typing error.";
            case 4 -> "The recipient's server could not be reached.";
            case 7 -> "The recipient's server refused the message by its rules. Its reply may say why.";
            default -> "The recipient's server refused the message. Its reply may say why.";
        };
    }
}
