package sigillo.base;

/** Strangers' words for a terminal: what would steer it, or turn the direction of what follows, is shown as U+FFFD. */
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().map(c -> isPrintable(c) ? c : '\ufffd').forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
