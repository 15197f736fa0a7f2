package sigillo.backup;

import sigillo.base.Printable;

/** What others wrote, in our sentences. */
final class Clean {
    private static final int CHARACTERS_MAX = 200;

    private Clean() {}

    static String line(String text) { return Printable.of(text.length() > CHARACTERS_MAX
        ? text.substring(0, CHARACTERS_MAX) : text); }

    /** Why something failed; messages of the system are often a path alone. */
    static String why(Exception e) {
        var text = String.valueOf(e.getMessage());
        return line(text.contains(" ") ? text : text + " (" + e.getClass().getSimpleName() + ")");
    }
}
