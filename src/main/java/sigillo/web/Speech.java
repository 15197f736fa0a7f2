package sigillo.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import sigillo.base.Sizes;

/** Texts and times in one language. */
record Speech(Language language) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_INSTANT;

    String say(Sentence text, Object... values) {
        var form = text.in(language);
        return values.length == 0 ? form : form.formatted(values);
    }

    /** Of octets. */
    String size(long octets) { return Sizes.shown(octets, language.locale()); }

    /** In the server's time zone. */
    String day(Instant at) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(language.locale()).withZone(ZoneId.systemDefault()).format(at);
    }

    /** In the server's time zone, which is named: pages without scripts do not know the reader's. */
    Html time(Instant at) {
        var zone = ZoneId.systemDefault();
        var form = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        var shown = form.withLocale(language.locale()).withZone(zone).format(at);
        var named = DateTimeFormatter.ofPattern("zzz", language.locale()).withZone(zone).format(at);
        return Html.of("<time datetime=\"{}\">{} {}</time>", ISO.format(at), shown, named);
    }
}
