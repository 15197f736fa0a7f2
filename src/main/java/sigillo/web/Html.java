package sigillo.web;

import java.util.Collection;

/** A piece of HTML. What is put into it is a piece too, or text, which is escaped: nothing else gets in. */
record Html(String text) {
    static final Html NONE = new Html("");

    /** Each {@code {}} of {@code template}, which is ours, is one of {@code values}, in turn. */
    static Html of(String template, Object... values) {
        var text = new StringBuilder();
        int from = 0;
        for (var value : values) {
            int at = template.indexOf("{}", from);
            text.append(template, from, at).append(piece(value));
            from = at + 2;
        }
        if (template.indexOf("{}", from) >= 0) throw new IllegalArgumentException("a value is missing: " + template);
        return new Html(text.append(template, from, template.length()).toString());
    }

    static Html join(Collection<Html> pieces) {
        return new Html(String.join("", pieces.stream().map(Html::text).toList()));
    }

    private static String piece(Object value) {
        return switch (value) {
            case Html html -> html.text;
            case Collection<?> many -> String.join("", many.stream().map(Html::piece).toList());
            default -> escaped(value.toString());
        };
    }

    /** For contents and for values in double quotes. */
    static String escaped(String text) {
        var safe = new StringBuilder();
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append((char) c);
            }
        });
        return safe.toString();
    }
}
