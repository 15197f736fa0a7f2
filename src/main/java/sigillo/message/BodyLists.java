package sigillo.message;

import java.util.ArrayList;
import java.util.List;

/** Which parts of a message are its text, its HTML and its attachments: the algorithm of RFC 8621 section 4.1.4. */
public final class BodyLists {
    private final List<Part> text = new ArrayList<>();
    private final List<Part> html = new ArrayList<>();
    private final List<Part> attachments = new ArrayList<>();
    /** The message as a whole: what it has inside its owner knows. */
    private final boolean isEncrypted;

    private BodyLists(boolean isEncrypted) { this.isEncrypted = isEncrypted; }

    public static BodyLists of(Part root) {
        var lists = new BodyLists(root.type().is("multipart", "encrypted"));
        lists.walk(List.of(root), "mixed", false, true, true);
        return lists;
    }

    public List<Part> text() { return text; }

    public List<Part> html() { return html; }

    public List<Part> attachments() { return attachments; }

    /** RFC 8621 section 4.1.4: hasAttachment, what a paperclip is shown for: not for ciphertext, which each encrypted message has. */
    public boolean hasAttachment() { return !isEncrypted && attachments.stream()
        .anyMatch(part -> part.disposition().map(d -> d.isAttachment()).orElse(true)); }

    /** {@code intoText}, {@code intoHtml}: false where the body of that kind stands in another branch. */
    private void walk(List<Part> parts, String subtype, boolean inAlternative, boolean intoText, boolean intoHtml) {
        int texts = text.size();
        int htmls = html.size();
        boolean takesText = intoText;
        boolean takesHtml = intoHtml;
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            if (part.isMultipart()) {
                var below = part.type().subtype();
                walk(part.children(), below, inAlternative || below.equals("alternative"), takesText, takesHtml);
            } else if (!isInline(part, i, subtype)) {
                attachments.add(part);
            } else if (subtype.equals("alternative")) {
                if (part.type().is("text", "plain") && takesText) text.add(part);
                else if (part.type().is("text", "html") && takesHtml) html.add(part);
                else attachments.add(part);
            } else {
                if (inAlternative) {
                    if (part.type().is("text", "plain")) takesHtml = false;
                    if (part.type().is("text", "html")) takesText = false;
                }
                if (takesText) text.add(part);
                if (takesHtml) html.add(part);
                if ((!takesText || !takesHtml) && isMedia(part)) attachments.add(part);
            }
        }
        if (subtype.equals("alternative") && intoText && intoHtml) fill(texts, htmls);
    }

    /** An alternative that has only one kind is the other too. */
    private void fill(int texts, int htmls) {
        if (texts == text.size() && htmls != html.size()) text.addAll(html.subList(htmls, html.size()));
        else if (htmls == html.size() && texts != text.size()) html.addAll(text.subList(texts, text.size()));
    }

    private static boolean isInline(Part part, int index, String subtype) {
        boolean isText = part.type().is("text", "plain") || part.type().is("text", "html");
        boolean isAttached = part.disposition().filter(d -> d.type().equals("attachment")).isPresent();
        boolean standsAlone = index == 0 || !subtype.equals("related") && (isMedia(part) || part.fileName().isEmpty());
        return !isAttached && (isText || isMedia(part)) && standsAlone;
    }

    private static boolean isMedia(Part part) {
        return switch (part.type().type()) {
            case "image", "audio", "video" -> true;
            default -> false;
        };
    }
}
