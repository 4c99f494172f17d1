use std::time::Instant;
use tagger::names::*;
fn main() {
    let t = std::fs::read_to_string("/tmp/news1m.txt").unwrap();
    let m = tagger::model::Model::from_bytes(&std::fs::read("crates/tagger/data/names.model").unwrap()).unwrap();
    let roles = zone::RoleWords::default();
    let mut v = Vocabulary::default();
    let steps = [[0i32; 12]; 2];
    for round in 0..3 {
        let (mut a, mut b, mut c, mut d, mut e2, mut g2) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        let mut x = 0u64;
        for p in tagger::parts(&t) {
            let text = &t[p];
            let t0 = Instant::now();
            let spots = spots(text, |w| {
                let k = v.intern(w, &m.gazetteer, &roles);
                (k, v.word(k).role)
            });
            a += t0.elapsed().as_secs_f64();
            let t0 = Instant::now();
            let mut pass = pass::Pass::new(&spots, &v);
            b += t0.elapsed().as_secs_f64();
            let t0 = Instant::now();
            for zn in &pass.zones {
                let view = zn.view(&spots, &v, &m.gazetteer);
                for g in &pass.segments[zn.segments.clone()] {
                    let st = zn.tokens.start + g.start as usize;
                    let e = zn.tokens.start + g.end as usize;
                    pass::places(&view, st, e, &mut |i, p| x += i as u64 + p as u64);
                }
            }
            c += t0.elapsed().as_secs_f64();
            let t0 = Instant::now();
            for zn in &pass.zones {
                let view = zn.view(&spots, &v, &m.gazetteer);
                for g in &pass.segments[zn.segments.clone()] {
                    let st = zn.tokens.start + g.start as usize;
                    let e = zn.tokens.start + g.end as usize;
                    features::span_features(&view, st, e, |f| x ^= f.hash as u64);
                }
            }
            d += t0.elapsed().as_secs_f64();
            let t0 = Instant::now();
            for zn in &pass.zones {
                let view = zn.view(&spots, &v, &m.gazetteer);
                for g in &mut pass.segments[zn.segments.clone()] {
                    let st = zn.tokens.start + g.start as usize;
                    let e = zn.tokens.start + g.end as usize;
                    let mut r = g.scores;
                    features::span_features(&view, st, e, |f| m.add(f.hash, &mut r));
                    g.scores = r;
                }
            }
            e2 += t0.elapsed().as_secs_f64();
            let t0 = Instant::now();
            pass.decode(&steps, 16384);
            g2 += t0.elapsed().as_secs_f64();
        }
        println!(
            "{round} spots {:.1} pass {:.1} places {:.1} feats {:.1} feats+add {:.1} decode {:.1} {x}",
            a * 1e3,
            b * 1e3,
            c * 1e3,
            d * 1e3,
            e2 * 1e3,
            g2 * 1e3
        );
    }
}
