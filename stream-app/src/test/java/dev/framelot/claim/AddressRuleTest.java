package dev.framelot.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "64:ff9b::a9fe:a9fe", "64:ff9b::6464:64c8", "2002:a9fe:a9fe::1", "::169.254.169.254", "64:ff9b::e000:1"
    })
    void whereCloudsKeepCredentialsIsForbiddenHoweverItIsWritten(String address) throws Exception {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), true)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b::7f00:1", "2002:7f00:1::1", "::127.0.0.1", "127.0.0.1", "::1"})
    void thisMachineIsForbiddenUnlessItIsMeant(String address) throws Exception {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), false)).isPresent();
        assertThat(AddressRule.refusal(InetAddress.getByName(address), true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "10.0.0.1", "100.100.100.201", "fd00:ec2::255", "64:ff9b::5db8:d822", "2002:5db8:d822::1", "2001:db8::a9fe:a9fe"})
    void othersMayBeAsked(String address) throws Exception {
        assertThat(AddressRule.refusal(InetAddress.getByName(address), false)).isEmpty();
    }

    @Test
    void theRefusalNamesTheAddressThatIsCarried() throws Exception {
        assertThat(AddressRule.refusal(InetAddress.getByName("64:ff9b::a9fe:a9fe"), false).orElseThrow()).contains("carries 169.254.169.254").contains("link-local");
    }
}
