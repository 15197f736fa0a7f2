package sigillo.jmap;

import java.util.ArrayList;
import java.util.List;

/**
 * A text that is looked for, as RFC 8621 section 4.4.1 reads it: words, of which all must be there, and phrases in
 * quotes.
 */
public final class SearchWords {
    /** Each is looked for by itself. Of more, the others are one phrase at the end. */
    public static final int WORDS_MAX = 20;

    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;

    private SearchWords(String text) { this.text = text; }

    /** Total; nothing for a text of blanks. */
    public static List<String> parse(String text) {
        var words = new SearchWords(text);
        words.read();
        return List.copyOf(words.words);
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) at++;
            else if (words.size() == WORDS_MAX - 1) add(rest());
            else if ((c == '"' || c == '\'') && end(c) > 0) add(phrase(end(c)));
            else add(word());
        }
    }

    private void add(String word) { if (!word.isBlank()) words.add(word); }

    private String rest() {
        int from = at;
        at = text.length();
        return text.substring(from).strip();
    }

    /** Of a phrase that begins here; -1 where its quote is alone. What is escaped ends none. */
    private int end(char quote) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') i++;
            else if (text.charAt(i) == quote) return i;
        }
        return -1;
    }

    private String phrase(int end) {
        var phrase = new StringBuilder();
        for (int i = at + 1; i < end; i++) {
            boolean isEscape = text.charAt(i) == '\\' && i + 1 < end && "'\"\\".indexOf(text.charAt(i + 1)) >= 0;
            if (isEscape) i++;
            phrase.append(text.charAt(i));
        }
        at = end + 1;
        return phrase.toString().strip();
    }

    private String word() {
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) at++;
        return text.substring(from, at);
    }
}
