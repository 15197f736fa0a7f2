package sigillo.spam;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import sigillo.message.HeaderField;
import sigillo.message.Message;

/** What a message looks like: what is learnt from it, what everybody can see, and to which {@code hosts} it links, fifty at most. */
public record Look(Features features, Set<Sign> signs, Set<String> hosts) {
    public Look {
        signs = Collections.unmodifiableSet(signs.isEmpty() ? EnumSet.noneOf(Sign.class) : EnumSet.copyOf(signs));
        hosts = Collections.unmodifiableSet(new LinkedHashSet<>(hosts));
    }

    /**
     * Looks at the first 200 fields, 50 parts and 192 KiB of text. Total; throws only when the message cannot be read.
     * {@code received}: when it came.
     */
    public static Look at(Message message, Instant received) throws IOException {
        var features = new FeatureSet();
        var signs = EnumSet.noneOf(Sign.class);
        HeaderLook.at(message.header(), received, features, signs);
        var parts = new PartLook(message.octets(), features, signs);
        parts.at(message.root());
        var subject = message.header().first("subject").map(HeaderField::text).orElse("");
        if (OneTimeCode.isIn(subject, parts.text())) signs.add(Sign.ONE_TIME_CODE);
        for (var sign : signs) features.add('!', sign.text());
        return new Look(features.features(), signs, parts.hosts());
    }
}
