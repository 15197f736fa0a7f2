package sigillo.main.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.arc.ArcSealer.Validation;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** What a seal of ours says of the chain that came. */
class ForwardSealsTest {
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "-, false, NONE", "none, false, NONE", "pass, true, PASS", "fail, true, FAIL",
        // a chain of which nothing was said is none that we can vouch for
        "-, true, FAIL", "none, true, FAIL", "permerror, true, FAIL",
        // the key could not be fetched then: it may be whole
        "temperror, true, -"})
    void aChainIsCalledBrokenOnlyWhereItIs(String arc, boolean hasSeal, Validation expected) throws IOException {
        var header = "Subject: x\r\n" + (hasSeal ? "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=x.example; s=s; b=AA==\r\n" : "") + "\r\n";
        var section = HeaderSection.read(Octets.of(header.getBytes(StandardCharsets.US_ASCII)), MessageLimits.DEFAULT);
        var results = "mx.example; spf=pass smtp.mailfrom=a.example" + (arc == null ? "" : ";\r\n\tarc=" + arc);
        assertEquals(Optional.ofNullable(expected), ForwardSeals.validation(results, section.header()));
    }
}
