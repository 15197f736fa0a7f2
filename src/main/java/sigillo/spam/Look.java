package sigillo.spam;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import sigillo.message.Message;

/** What a message looks like: what is learnt from it, and what everybody can see. */
public record Look(Features features, Set<Sign> signs) {
    public Look { signs = Collections.unmodifiableSet(signs.isEmpty() ? EnumSet.noneOf(Sign.class) : EnumSet.copyOf(signs)); }

    /**
     * Looks at the first 200 fields, 50 parts and 192 KiB of text. Total; throws only when the message cannot be read.
     * {@code received}: when it came.
     */
    public static Look at(Message message, Instant received) throws IOException {
        var features = new FeatureSet();
        var signs = EnumSet.noneOf(Sign.class);
        HeaderLook.at(message.header(), received, features, signs);
        new PartLook(message.octets(), features, signs).at(message.root());
        for (var sign : signs) features.add('!', sign.text());
        return new Look(features.features(), signs);
    }
}
