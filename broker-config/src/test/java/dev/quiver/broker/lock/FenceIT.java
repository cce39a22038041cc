package dev.quiver.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That Artemis asks the fence before each answer to a client. */
@Timeout(60)
class FenceIT {

  @TempDir private Path folder;

  @Test
  void nobodyIsToldThatAMessageArrivedWhileTheLockIsNotCertain() throws Exception {
    AtomicBoolean certain = new AtomicBoolean(true);
    Fence fence = new Fence(() -> {});
    fence.open(certain::get);
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJournalDirectory(folder.toString())
            .addAcceptorConfiguration("test", "tcp://127.0.0.1:0?protocols=CORE");
    ActiveMQServer server = new ActiveMQServerImpl(configuration);
    server.getServiceRegistry().addOutgoingInterceptor(fence);
    server.start();
    try (ServerLocator locator = ActiveMQClient.createServerLocator(url(server))) {
      locator.setBlockOnDurableSend(true).setCallTimeout(1_000).setReconnectAttempts(0);
      try (ClientSessionFactory factory = locator.createSessionFactory();
          ClientSession session = factory.createSession()) {
        session.createQueue(QueueConfiguration.of("q").setRoutingType(RoutingType.ANYCAST));
        ClientProducer producer = session.createProducer("q");
        producer.send(session.createMessage(true));

        certain.set(false);
        assertThatThrownBy(() -> producer.send(session.createMessage(true)))
            .isInstanceOf(ActiveMQConnectionTimedOutException.class);
        assertThat(server.locateQueue("q").getMessageCount()).isEqualTo(2);
      }
    } finally {
      server.stop();
    }
  }

  private static String url(ActiveMQServer server) {
    NettyAcceptor acceptor = (NettyAcceptor) server.getRemotingService().getAcceptor("test");
    return "tcp://127.0.0.1:" + acceptor.getActualPort();
  }
}
