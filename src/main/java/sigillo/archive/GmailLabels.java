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
record GmailLabels(String value) {

    void into(Set<Keyword> keywords, List<String> mailboxes) {
        boolean unread = false;
        for (var label : labels()) {
            switch (label) {
                case "Unread" -> unread = true;
                case "Starred" -> keywords.add(Keyword.FLAGGED);
                case "Inbox" -> mailboxes.add("INBOX");
                case "Sent" -> mailboxes.add("Sent");
                case "Drafts" -> {
                    mailboxes.add("Drafts");
                    keywords.add(Keyword.DRAFT);
                }
                case "Trash" -> mailboxes.add("Trash");
                case "Spam" -> mailboxes.add("Junk");
                case "Important", "Opened", "Archived", "Chat" -> { }
                default -> {
                    if (!label.startsWith("Category ")) mailboxes.add(label);
                }
            }
        }
        if (!unread) keywords.add(Keyword.SEEN);
        if (mailboxes.isEmpty()) mailboxes.add("Archive");
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
