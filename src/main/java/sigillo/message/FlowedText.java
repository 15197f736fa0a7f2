package sigillo.message;

/** Joins the lines of format=flowed, RFC 3676. */
final class FlowedText {
    private final boolean deletes;
    private final StringBuilder text;
    private int openDepth = -1; // quote depth of the paragraph that goes on, -1 when none does

    private FlowedText(int length, boolean deletes) {
        this.text = new StringBuilder(length);
        this.deletes = deletes;
    }

    /** @param deletes RFC 3676 section 4.5: whether the space at which a line was broken is to go, for CJK text */
    static String joined(String text, boolean deletes) {
        var flowed = new FlowedText(text.length(), deletes);
        TextEnd.lines(text).lines().forEach(flowed::add);
        flowed.endParagraph();
        return flowed.text.toString();
    }

    private void add(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '>') depth++;
        int from = depth < line.length() && line.charAt(depth) == ' ' ? depth + 1 : depth; // RFC 3676 section 4.4
        var content = line.substring(from);
        boolean signature = content.equals("-- "); // RFC 3676 section 4.3: it is a line of its own
        if (openDepth >= 0 && (openDepth != depth || signature)) endParagraph();
        if (openDepth < 0) begin(depth);
        boolean flows = content.endsWith(" ") && !signature;
        text.append(content, 0, flows && deletes ? content.length() - 1 : content.length());
        openDepth = depth;
        if (!flows) endParagraph();
    }

    private void begin(int depth) {
        text.repeat(">", depth);
        if (depth > 0) text.append(' ');
    }

    private void endParagraph() {
        if (openDepth >= 0) text.append('\n');
        openDepth = -1;
    }
}
