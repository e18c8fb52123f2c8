// The part of the front page that needs scripts: figures of the dataset. It is bilingual, as that page is.
import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { FrontPage, type FrontPageQuery } from "../generated/api";
import { RankChart, ShareChart } from "../parts/charts";
import { fetchConferenceList, type ListedConference } from "../conference_list";
import { Bilingual } from "../parts/bilingual";
import { ClusterSection, ConferenceSection } from "../parts/front_page";
import { token } from "../token";
import { SignIn } from "../parts/sign_in";

export function HomePage() {
  const [data, setData] = useState<{ figures: FrontPageQuery; conferences: ListedConference[] } | null>(null);
  const [error, setError] = useState("");
  const [session, setSession] = useState(0);
  useEffect(() => {
    Promise.all([execute(FrontPage, {}), fetchConferenceList()]).then(
      ([figures, conferences]) => setData({ figures, conferences }),
      (reason: Error) => setError(reason.message),
    );
  }, [session]);
  if (error)
    return (
      <p class="soft">
        <Bilingual vi="Chưa tải được dữ liệu." en="The data could not be loaded." /> <code>{error}</code>
      </p>
    );
  if (!data)
    return (
      <p class="soft">
        <Bilingual vi="Đang tải dữ liệu…" en="Loading the data…" />
      </p>
    );
  const { figures, conferences } = data;
  const isEmpty = !conferences.length && !figures.clusters.edges?.length;
  if (isEmpty && !token()) {
    return (
      <section aria-labelledby="sign-in">
        <h2 id="sign-in">
          <Bilingual vi="Đăng nhập để xem" en="Sign in to see the data" />
        </h2>
        <SignIn onSignIn={() => setSession(session + 1)} />
      </section>
    );
  }
  return (
    <>
      <ConferenceSection conferences={conferences} />
      <section aria-labelledby="figures">
        <h2 id="figures">
          <Bilingual vi="Số liệu tổng hợp" en="Key figures" />
        </h2>
        <div class="charts">
          <RankChart ranks={figures.ranks} />
          <ShareChart shares={figures.shares} />
        </div>
      </section>
      <ClusterSection figures={figures} />
    </>
  );
}
