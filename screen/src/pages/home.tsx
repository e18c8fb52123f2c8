// The part of the front page that needs scripts: figures of the dataset. It is bilingual, as that page is.
import { useEffect, useState } from "preact/hooks";
import { ask } from "../api";
import { Front, type FrontQuery } from "../generated/api";
import { Ranks, Shares } from "../parts/charts";
import { listing, type Listed } from "../listing";
import { Both } from "../parts/both";
import { Clusters, Conferences } from "../parts/front";
import { token } from "../token";
import { SignIn } from "../parts/sign_in";

export function Home() {
  const [front, setFront] = useState<{ record: FrontQuery; conferences: Listed[] } | null>(null);
  const [failed, setFailed] = useState("");
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    Promise.all([ask(Front, {}), listing()])
      .then(([record, conferences]) => setFront({ record, conferences }), (reason: Error) => setFailed(reason.message));
  }, [visit]);
  if (failed) return <p class="soft"><Both vi="Chưa đọc được sổ chung." en="The record could not be read." /> <code>{failed}</code></p>;
  if (!front) return <p class="soft"><Both vi="Đang mở sổ chung…" en="Opening the record…" /></p>;
  const { record, conferences } = front;
  const empty = !conferences.length && !record.clusters.edges?.length;
  if (empty && !token()) {
    return (
      <section aria-labelledby="sign-in">
        <h2 id="sign-in"><Both vi="Đăng nhập để xem" en="Sign in to see the record" /></h2>
        <SignIn signedIn={() => setVisit(visit + 1)} />
      </section>
    );
  }
  return (
    <>
      <Conferences all={conferences} />
      <section aria-labelledby="record">
        <h2 id="record"><Both vi="Số liệu trong sổ chung" en="Figures of the record" /></h2>
        <div class="charts"><Ranks ranks={record.ranks} /><Shares shares={record.shares} /></div>
      </section>
      <Clusters front={record} />
    </>
  );
}
