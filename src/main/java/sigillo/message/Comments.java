package sigillo.message;

/** Comments of RFC 5322 section 3.2.2. They nest, and are counted, not followed: fifty thousand cost no stack. */
final class Comments {
    private Comments() {}

    /** The index behind the comment that opens at {@code at}; the length of {@code raw} when it does not close. */
    static int end(String raw, int at) {
        int depth = 0;
        for (; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '\\') at++;
            else if (c == '(') depth++;
            else if (c == ')' && --depth == 0) return at + 1;
        }
        return raw.length();
    }

    static int depth(String comment) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < comment.length(); i++) {
            char c = comment.charAt(i);
            if (c == '\\') i++;
            else if (c == '(') deepest = Math.max(deepest, ++depth);
            else if (c == ')') depth--;
        }
        return deepest;
    }

    /** Without the backslashes of RFC 5322 section 3.2.1, which quoted strings have as well. */
    static String unescaped(String text) {
        if (text.indexOf('\\') < 0) return text;
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 1 < text.length()) i++;
            plain.append(text.charAt(i));
        }
        return plain.toString();
    }
}
