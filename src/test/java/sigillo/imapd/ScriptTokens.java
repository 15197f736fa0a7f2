package sigillo.imapd;

import java.util.ArrayList;
import java.util.List;

/** IMAP responses, and the patterns of imaptest's scripts for them, as words and lists. One character per octet. */
final class ScriptTokens {

    sealed interface Token {}

    /** An atom, number, quoted string or literal: how it was written makes no difference. */
    record Word(String text) implements Token {
        @Override public String toString() { return text; }
    }

    record Group(List<Token> tokens) implements Token {
        @Override public String toString() { return tokens.toString(); }
    }

    private final String text;
    private int at;

    private ScriptTokens(String text) { this.text = text; }

    static List<Token> parse(String text) { return new ScriptTokens(text).tokens('\0'); }

    private List<Token> tokens(char end) {
        var tokens = new ArrayList<Token>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == end) {
                at++;
                return tokens;
            }
            if (c == ' ') at++;
            else tokens.add(token(c));
        }
        if (end != '\0') throw new AssertionError("no " + end + " in " + text);
        return tokens;
    }

    private Token token(char first) {
        switch (first) {
            case '(' -> {
                at++;
                return new Group(tokens(')'));
            }
            case '[' -> {
                at++;
                return new Group(tokens(']'));
            }
            case '"' -> { return new Word(quoted()); }
            case '{', '~' -> {
                if (first == '~') at++;
                return new Word(text.startsWith("{{{", at) ? block(first != '~') : literal());
            }
            default -> { return new Word(atom()); }
        }
    }

    private String quoted() {
        var word = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') at++;
            word.append(text.charAt(at));
        }
        at++;
        return word.toString();
    }

    private String literal() {
        int end = text.indexOf('}', at);
        int size = Integer.parseInt(text.substring(at + 1, end));
        int start = end + 3;
        at = start + size;
        return text.substring(start, at);
    }

    private String block(boolean lines) {
        int end = text.indexOf("\n}}}", at);
        var octets = text.substring(at + 4, Math.max(at + 4, end));
        at = end + 4;
        return lines ? octets.replace("\n", "\r\n") : octets;
    }

    /** {@code BODY[HEADER.FIELDS (FROM)]<0>} is one word. */
    private String atom() {
        int start = at;
        int depth = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '[') depth++;
            if (c == ']' && depth-- == 0) break;
            if (depth == 0 && " ()\"".indexOf(c) >= 0) break;
        }
        return text.substring(start, at);
    }
}
