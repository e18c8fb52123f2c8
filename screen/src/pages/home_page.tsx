// The part of the front page that needs scripts: figures of the dataset. It is bilingual, as that page is.
import { useEffect, useState } from "preact/hooks";
import { execute } from "../api";
import { FrontPage, type FrontPageQuery } from "../generated/api";
import { RankChart, ShareChart } from "../parts/charts";
import { fetchListing, type ListedConference } from "../conference_list";
import { Bilingual } from "../parts/bilingual";
import { ClusterSection, ConferenceSection } from "../parts/front_page";
import { token } from "../token";
import { SignIn } from "../parts/sign_in";

export function HomePage() {
  const [data, setData] = useState<{ figures: FrontPageQuery; conferences: ListedConference[] } | null>(null);
  const [error, setError] = useState("");
  const [session, setSession] = useState(0);
  useEffect(() => {
    Promise.all([execute(FrontPage, {}), fetchListing()]).then(
      ([figures, conferences]) => setData({ figures, conferences }),
      (reason: Error) => setError(reason.message),
    );
  }, [session]);
  if (error)
    return (
      <p class="soft">
        <Bilingual vi="Chưa đọc được sổ chung." en="The record could not be read." /> <code>{error}</code>
      </p>
    );
  if (!data)
    return (
      <p class="soft">
        <Bilingual vi="Đang mở sổ chung…" en="Opening the record…" />
      </p>
    );
  const { figures, conferences } = data;
  const isEmpty = !conferences.length && !figures.clusters.edges?.length;
  if (isEmpty && !token()) {
    return (
      <section aria-labelledby="sign-in">
        <h2 id="sign-in">
          <Bilingual vi="Đăng nhập để xem" en="Sign in to see the record" />
        </h2>
        <SignIn onSignIn={() => setSession(session + 1)} />
      </section>
    );
  }
  return (
    <>
      <ConferenceSection conferences={conferences} />
      <section aria-labelledby="record">
        <h2 id="record">
          <Bilingual vi="Số liệu trong sổ chung" en="Figures of the record" />
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
