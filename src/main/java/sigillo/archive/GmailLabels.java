package sigillo.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sigillo.account.Keyword;

/**
 * X-Gmail-Labels of Gmail's export: names with commas between, some in quotes. Those of Gmail itself say what a keyword says
 * or which special mailbox is meant (in English, as the export has them in most languages' first release); others are
 * mailboxes, {@code /} makes levels. A message has several and is kept once.
 */
public record GmailLabels(String value) {
    /** RFC 8457 section 2. */
    private static final Keyword IMPORTANT = new Keyword("$important");

    void into(Set<Keyword> keywords, List<String> mailboxes) {
        boolean unread = false;
        for (var label : labels()) {
            if (label.equals("Unread")) unread = true;
            else if (!isOfGmail(label, keywords, mailboxes) && !label.startsWith("Category ")) mailboxes.add(label);
        }
        if (!unread) keywords.add(Keyword.SEEN);
        if (mailboxes.isEmpty()) mailboxes.add("Archive");
    }

    /** Adds what a label of Gmail's own means; false when it is not one of them. */
    public static boolean isOfGmail(String label, Set<Keyword> keywords, List<String> mailboxes) {
        switch (label) {
            case "Starred" -> keywords.add(Keyword.FLAGGED);
            case "Inbox" -> mailboxes.add("INBOX");
            case "Sent" -> mailboxes.add("Sent");
            case "Drafts" -> {
                mailboxes.add("Drafts");
                keywords.add(Keyword.DRAFT);
            }
            case "Trash" -> mailboxes.add("Trash");
            case "Spam" -> mailboxes.add("Junk");
            case "Important" -> keywords.add(IMPORTANT);
            case "Opened", "Archived", "Chat" -> { }
            default -> { return false; }
        }
        return true;
    }

    private List<String> labels() {
        var labels = new ArrayList<String>();
        var label = new StringBuilder();
        boolean quoted = false;
        for (char c : value.toCharArray()) {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) add(labels, label);
            else label.append(c);
        }
        add(labels, label);
        return labels;
    }

    private static void add(List<String> labels, StringBuilder label) {
        var name = label.toString().strip();
        label.setLength(0);
        if (!name.isEmpty()) labels.add(name);
    }
}
