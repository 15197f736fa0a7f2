package sigillo.reports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;

/** Whether XML is an aggregate report as RFC 9990 has it, by a schema. */
public final class AggregateSchema {
    private static final Schema SCHEMA = read();

    private AggregateSchema() {}

    private static Schema read() {
        try {
            return SchemaFactory.newDefaultInstance().newSchema(Path.of("src/test/cases/reports/aggregate.xsd").toFile());
        } catch (SAXException e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong; empty for nothing. */
    public static Optional<String> wrong(byte[] xml) {
        try {
            var validator = SCHEMA.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.validate(new StreamSource(new ByteArrayInputStream(xml)));
            return Optional.empty();
        } catch (SAXException wrong) {
            return Optional.of(wrong.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
