package sigillo.message;

import java.io.IOException;

/** What is taken out of a message when it is kept: both are made in one reading of its texts. */
public record Extract(MessageMeta meta, SearchText text) {

    /** Throws only when the message cannot be read. */
    public static Extract of(Message message) throws IOException {
        var texts = PartTexts.eachOnce(message.octets());
        return new Extract(MessageMeta.of(message, texts), SearchText.of(texts, message.root()));
    }
}
