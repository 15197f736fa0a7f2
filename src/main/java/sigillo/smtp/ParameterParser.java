package sigillo.smtp;

import java.util.HashSet;
import java.util.Locale;

/** Reads what follows a path: RFC 5321 section 4.1.2, Mail-parameters and Rcpt-parameters. */
abstract class ParameterParser<P> {

    P parse(Cursor cursor) throws Refusal {
        var seen = new HashSet<String>();
        while (!cursor.isAtEnd()) {
            if (!cursor.skipSpaces()) throw Refusal.badArgument("A space is missing after the address");
            var keyword = cursor.upTo("= ").toUpperCase(Locale.ROOT);
            boolean hasValue = cursor.take('=');
            var value = hasValue ? cursor.upTo(" ") : "";
            if (hasValue && value.isEmpty()) throw Refusal.badArgument("The value of " + echo(keyword) + " is missing");
            if (!seen.add(keyword)) throw Refusal.badArgument(echo(keyword) + " was said twice");
            if (!set(keyword, value)) throw Refusal.badArgument("Bad value of " + echo(keyword));
        }
        return built();
    }

    /** False for a value that cannot be; empty when the keyword stood alone. */
    abstract boolean set(String keyword, String value) throws Refusal;

    abstract P built();

    private static String echo(String keyword) { return keyword.matches("[A-Z0-9-]{1,20}") ? keyword : "a parameter"; }
}
