package sigillo.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sigillo.message.Header;
import sigillo.message.MessageLimits;

class ArcSealTest {
    /** Tags beyond those that are known are let pass, but not hundreds of thousands of them. */
    @Test void tagsWithoutEnd() {
        assertEquals(true, isRead(10));
        assertEquals(false, isRead(100_000));
    }

    private static boolean isRead(int tags) {
        var seal = new StringBuilder("ARC-Seal: i=1; a=rsa-sha256; cv=none; d=a.example; s=s; b=AAAA");
        for (int i = 0; i < tags; i++) seal.append("; x").append(i).append("=y");
        var header = Header.parse((seal + "\r\n").getBytes(StandardCharsets.US_ASCII), 0, false, MessageLimits.DEFAULT);
        return ArcSeal.parse(header.field(0)).isPresent();
    }
}
